import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { PluginDialogs, usePluginsAtWork, useProfileItems } from '@/features/plugins';
import { ProfileMenu, SpaceLogo, useBrand, useLookOfAccount } from '@/features/session';
import { startTour, Tour } from '@/features/tour';
import { ActivityPanel } from '@/features/transfers';
import { useFrame } from '@/shared/embed';
import { ActionItems } from '@/shared/list';
import { IconButton } from '@/shared/ui';
import { IconSearch } from '@/shared/ui/icons';
import { CommandPalette, openCommandPalette } from './CommandPalette';
import { NavLinks } from './NavLinks';
import classes from './Shell.module.css';
import { ShortcutsDialog } from './ShortcutsDialog';
import { useLiveSpace } from './useLiveSpace';

/** The frame around every screen: navigation at the side, the screen, and what is under way. */
export function Shell() {
  useLiveSpace();
  usePluginsAtWork();
  const { t } = useTranslation();
  useLookOfAccount();
  const [opened, { toggle, open, close }] = useDisclosure();
  const frame = useFrame();
  const profileItems = useProfileItems();
  const menu = frame?.showMenu !== false;
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen closes the drawer
  useEffect(close, [path]);

  return (
    <>
      <a href="#main" className="skip-link">
        {t('nav.skip')}
      </a>
      <AppShell
        header={{ height: { base: 56, sm: 0 }, collapsed: frame?.showHeader === false && !menu }}
        {...(menu && { navbar: { width: 248, breakpoint: 'sm', collapsed: { mobile: !opened } } })}
        padding={0}
        layout="alt"
      >
        <AppShell.Header hiddenFrom="sm" className={classes.header}>
          <Group h="100%" px="sm" justify="space-between" wrap="nowrap">
            <Group gap="xs" wrap="nowrap" miw={0}>
              {menu && (
                <Burger
                  opened={opened}
                  onClick={toggle}
                  size="sm"
                  aria-label={t('nav.toggle')}
                  aria-expanded={opened}
                />
              )}
              <Brand />
            </Group>
            <IconButton data-tour="search" label={t('palette.open')} onClick={openCommandPalette}>
              <IconSearch size={20} />
            </IconButton>
          </Group>
        </AppShell.Header>
        {menu && (
          <AppShell.Navbar className={classes.navbar} aria-label={t('nav.label')}>
            <Group className={classes.top} justify="space-between" wrap="nowrap">
              <Brand />
              <Burger opened={opened} onClick={toggle} size="sm" hiddenFrom="sm" aria-label={t('nav.toggle')} />
            </Group>
            <button type="button" className={classes.search} data-tour="search" onClick={openCommandPalette}>
              <IconSearch size={16} aria-hidden />
              <span>{t('palette.open')}</span>
              <kbd>{t('palette.shortcut')}</kbd>
            </button>
            <NavLinks />
            <div className={classes.bottom}>
              <ProfileMenu onTour={startTour}>
                <ActionItems actions={profileItems} />
              </ProfileMenu>
            </div>
          </AppShell.Navbar>
        )}
        <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
          <div className={classes.page}>
            <Outlet />
          </div>
        </AppShell.Main>
      </AppShell>
      <ActivityPanel />
      <CommandPalette />
      <ShortcutsDialog />
      <Tour onMenu={(show) => (show ? open() : close())} />
      <PluginDialogs />
    </>
  );
}

function Brand() {
  const brand = useBrand();
  return (
    <Link to="/rooms" className={classes.brand} aria-label={brand?.name ?? 'Atrium'}>
      <SpaceLogo place="header" height={30} />
    </Link>
  );
}
