import { type MantineColorScheme, Menu, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFrame } from '@/shared/embed';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';
import { PersonAvatar } from '@/shared/ui';
import { IconDeviceDesktop, IconLogout, IconMap2, IconMoon, IconSun, IconUser } from '@/shared/ui/icons';
import { useSaveLanguage } from '../api/language';
import { useLook } from '../api/look';
import { useSelf } from '../api/session';
import { useSignOut } from '../api/signIn';
import classes from './ProfileMenu.module.css';

interface ProfileMenuProps {
  /** Shows the app once more, as after the first sign-in. */
  onTour: () => void;
  /** Items of others. */
  children?: ReactNode;
}

/** Name, look, language and the way out; between them, items of others. */
export function ProfileMenu({ onTour, children }: ProfileMenuProps) {
  const { t, i18n } = useTranslation();
  const self = useSelf();
  const { scheme, setScheme } = useLook();
  const saveLanguage = useSaveLanguage();
  const signOut = useSignOut();
  const frame = useFrame();
  const name = self.displayName || self.email || '';

  const choose = (language: string) => {
    void changeLanguage(language);
    saveLanguage.mutate({ person: self.id ?? '', language });
  };

  const schemes = [
    { value: 'light', label: t('profile.light'), icon: IconSun },
    { value: 'dark', label: t('profile.dark'), icon: IconMoon },
    { value: 'auto', label: t('profile.auto'), icon: IconDeviceDesktop },
  ] as const;

  return (
    <Menu position="top-start" width={280}>
      <Menu.Target>
        <UnstyledButton className={classes.button} data-tour="profile" aria-label={t('profile.menu', { name })}>
          <PersonAvatar name={name} src={self.hasAvatar ? (self.avatar ?? '') : ''} size={34} />
          <div className={classes.who}>
            <Text size="sm" fw={600} truncate>
              {name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {self.email}
            </Text>
          </div>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconUser size={16} aria-hidden />}
          renderRoot={(props) => <Link to="/profile" {...props} />}
        >
          {t('profile.title')}
        </Menu.Item>
        {!frame && (
          <Menu.Item leftSection={<IconMap2 size={16} aria-hidden />} onClick={onTour}>
            {t('tour.title')}
          </Menu.Item>
        )}
        {children}
        <Menu.Divider />
        <Menu.Label>{t('profile.look')}</Menu.Label>
        <Menu.RadioGroup value={scheme} onChange={(value) => setScheme(value as MantineColorScheme)}>
          {schemes.map(({ value, label, icon: Glyph }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Glyph size={16} aria-hidden />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('profile.language')}</Menu.Label>
        <Menu.RadioGroup value={i18n.language} onChange={choose}>
          <div className={classes.languages}>
            {Object.entries(LANGUAGES).map(([code, label]) => (
              <Menu.RadioItem key={code} value={code} lang={code}>
                {label}
              </Menu.RadioItem>
            ))}
          </div>
        </Menu.RadioGroup>
        {frame?.showSignOut !== false && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
              {t('profile.signOut')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
