import { useMutation } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import type { Setting } from './setting';

/** The server that sends the space's mails. */
export interface MailServer {
  host: string;
  port: number;
  from: string;
  fromName: string;
  encrypted: boolean;
  signsIn: boolean;
  user: string;
  /** Empty keeps the one the server has: it never tells it. */
  password: string;
  /** Nothing was set here: mails go the way of the installation. */
  usual: boolean;
}

export const USUAL_PORT = 587;

export const MAIL_SERVER: Setting<MailServer> = {
  name: 'mailServer',
  load: async (signal) => {
    const smtp = await unwrap(api.GET('/api/2.0/smtpsettings/smtp', { signal }));
    const usual = smtp.isDefaultSettings ?? false;
    return {
      host: usual ? '' : (smtp.host ?? ''),
      port: (!usual && smtp.port) || USUAL_PORT,
      from: usual ? '' : (smtp.senderAddress ?? ''),
      fromName: usual ? '' : (smtp.senderDisplayName ?? ''),
      encrypted: usual || (smtp.enableSSL ?? false),
      signsIn: usual || (smtp.enableAuth ?? false),
      user: usual ? '' : (smtp.credentialsUserName ?? ''),
      password: '',
      usual,
    };
  },
  save: ({ host, port, from, fromName, encrypted, signsIn, user, password }) =>
    unwrap(
      api.POST('/api/2.0/smtpsettings/smtp', {
        body: {
          host: host.trim(),
          port,
          senderAddress: from.trim(),
          senderDisplayName: fromName.trim(),
          enableSSL: encrypted,
          enableAuth: signsIn,
          ...(signsIn && { credentialsUserName: user.trim() }),
          ...(signsIn && password && { credentialsUserPassword: password }),
        },
      }),
    ),
  reset: () => unwrap(api.DELETE('/api/2.0/smtpsettings/smtp')),
};

const POLL = 500;

/** Sends a test mail to oneself and waits how that ends; a failure throws with the words of the mail server. */
export function useTestMail() {
  return useMutation({
    mutationFn: async () => {
      let status = await unwrap(api.GET('/api/2.0/smtpsettings/smtp/test'));
      while (status && !status.completed) {
        await new Promise((resolve) => setTimeout(resolve, POLL));
        status = await unwrap(api.GET('/api/2.0/smtpsettings/smtp/test/status'));
      }
      if (status?.error) throw new ApiError(400, status.error);
    },
  });
}
