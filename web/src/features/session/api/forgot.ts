import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useForgotPassword() {
  return useMutation({
    mutationFn: (email: string) => unwrap(api.POST('/api/2.0/people/password', { body: { email } })),
  });
}
