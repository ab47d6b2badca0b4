import {
  Avatar,
  Group,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';
import { initials } from '@/shared/lib/format';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun } from '@/shared/ui/icons';
import { useSaveLanguage } from '../api/language';
import { useSelf } from '../api/session';
import { useSignOut } from '../api/signIn';
import classes from './ProfileMenu.module.css';

/** Name, look, language and the way out. */
export function ProfileMenu() {
  const { t, i18n } = useTranslation();
  const self = useSelf();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const saveLanguage = useSaveLanguage();
  const signOut = useSignOut();
  const name = self.displayName || self.email || '';

  const choose = (language: string) => {
    void changeLanguage(language);
    saveLanguage.mutate({ person: self.id ?? '', language });
  };

  const schemes = [
    { value: 'light', label: t('profile.light'), icon: IconSun },
    { value: 'dark', label: t('profile.dark'), icon: IconMoon },
    { value: 'auto', label: t('profile.auto'), icon: IconDeviceDesktop },
  ].map(({ value, label, icon: Icon }) => ({
    value,
    label: (
      <span className={classes.scheme} title={label}>
        <Icon size={16} aria-hidden />
        <VisuallyHidden>{label}</VisuallyHidden>
      </span>
    ),
  }));

  return (
    <Menu position="top-start" width={252}>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={t('profile.menu', { name })}>
          <Avatar size={34} color="atrium" radius="xl">
            {initials(name)}
          </Avatar>
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
        <Menu.Label>{t('profile.look')}</Menu.Label>
        <Group px="xs" pb="xs">
          <SegmentedControl
            fullWidth
            size="xs"
            w="100%"
            aria-label={t('profile.look')}
            data={schemes}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          />
        </Group>
        <Menu.Label>{t('profile.language')}</Menu.Label>
        {Object.entries(LANGUAGES).map(([code, label]) => (
          <Menu.Item
            key={code}
            lang={code}
            aria-current={i18n.language === code}
            rightSection={i18n.language === code ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => choose(code)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          {t('profile.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
