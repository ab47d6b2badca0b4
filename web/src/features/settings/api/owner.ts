import { useMutation } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';

/** Mails the owner a link that makes somebody else the owner. A refusal comes with status 200 and words. */
export function useHandOverSpace() {
  return useMutation({
    mutationFn: async (ownerId: string) => {
      const { status, message } = await unwrap(api.POST('/api/2.0/settings/owner', { body: { ownerId } }));
      if (status !== 1) throw new ApiError(400, message ?? '');
    },
  });
}
