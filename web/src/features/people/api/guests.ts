import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** A link by which another administrator of rooms gets a guest on their list. */
export function useGuestLink(id: string) {
  return useQuery({
    queryKey: ['guestLink', id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/2.0/people/guests/{userid}/share', { params: { path: { userid: id } }, signal })),
    retry: false,
  });
}
