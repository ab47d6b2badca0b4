import { Text, Tooltip } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { IconAlertTriangle, IconCheck, IconEye, IconPencil, IconPlugOff, IconRefresh } from '@/shared/ui/icons';
import type { Status } from '../lib/provider';
import classes from './EditorPage.module.css';

const ICONS = {
  connecting: IconRefresh,
  away: IconPlugOff,
  ended: IconAlertTriangle,
  view: IconEye,
  failed: IconAlertTriangle,
  writing: IconPencil,
  kept: IconCheck,
  saved: IconCheck,
};

type State = keyof typeof ICONS;

function stateOf({ line, mayEdit, failure, kept, saved }: Status): State {
  if (line !== 'up') return line;
  if (!mayEdit) return 'view';
  if (!kept) return 'writing';
  if (failure) return 'failed';
  return saved ? 'saved' : 'kept';
}

function wordsOf(state: State, status: Status, t: TFunction): [string, string] {
  return [
    t(`editor.state.${state}`, { version: status.version }),
    state === 'failed' ? (status.failure ?? '') : t(`editor.stateHint.${state}`),
  ];
}

/** What became of what was typed, in words. */
export function SaveState({ status }: { status: Status }) {
  const { t } = useTranslation();
  const state = stateOf(status);
  const [words, hint] = wordsOf(state, status, t);
  const Icon = ICONS[state];
  const bad = state === 'failed' || state === 'away' || state === 'ended';
  return (
    <Tooltip label={hint} multiline maw={280}>
      <Text
        component="p"
        role="status"
        data-state={state}
        className={classes.state}
        c={bad ? 'var(--atrium-danger)' : 'dimmed'}
      >
        <Icon size={15} aria-hidden />
        <span>{words}</span>
      </Text>
    </Tooltip>
  );
}
