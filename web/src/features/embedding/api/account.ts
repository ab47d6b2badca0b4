// Who somebody is, and the way in and out: methods of managers and of the system page (platform/11 §11.6).
import { ApiError, api, unwrap } from '@/api/client';
import { type HashParameters, hashPassword, stepAfter } from '@/features/session';
import { type Method, tell } from '@/shared/embed';

/** Null while nobody is signed in. */
export const getUserInfo: Method = async () => {
  try {
    return await unwrap(api.GET('/api/2.0/people/@self'));
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return null;
    throw error;
  }
};

export const getHashSettings: Method = async () => {
  const query = { withpassword: true };
  const { passwordHash } = await unwrap(api.GET('/api/2.0/settings', { params: { query } }));
  return passwordHash;
};

export const createHash: Method = ({ password, hashSettings }) =>
  hashPassword(String(password ?? ''), hashSettings as HashParameters);

/** Where to go on: into the space, or to the second factor. */
export const login: Method = async ({ email, passwordHash, session }) => {
  const answer = await unwrap(
    api.POST('/api/2.0/authentication', {
      body: { userName: String(email ?? ''), passwordHash: String(passwordHash ?? ''), session: session === true },
    }),
  );
  if (stepAfter(answer)) return { url: answer.confirmUrl, user: email, hash: passwordHash };
  return { url: '/' };
};

/** The address to leave a single sign-on by, where somebody came in that way. */
export const logout: Method = async () => {
  const leave = await unwrap(api.POST('/api/2.0/authentication/logout'));
  tell('onSignOut');
  return leave;
};
