import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { Section } from '@/shared/ui';
import { usePasswordLink } from '../api/profile';

/** A new password, by a mailed link. */
export function PasswordSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const link = usePasswordLink();
  if (self.isLDAP || self.isSSO) return null;
  return (
    <Section title={t('signIn.password')} hint={t('profile.passwordHint')}>
      {link.isSuccess ? (
        <Alert color="atrium" role="status">
          {t('profile.passwordMailed', { email: self.email })}
        </Alert>
      ) : (
        <>
          {link.isError && (
            <Alert color="red" role="alert" mb="sm">
              {sentence(link.error)}
            </Alert>
          )}
          <Button variant="light" loading={link.isPending} onClick={() => link.mutate()}>
            {t('profile.changePassword')}
          </Button>
        </>
      )}
    </Section>
  );
}
