import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PersonType } from '@/features/people';
import { IconButton } from '@/shared/ui';
import { IconX } from '@/shared/ui/icons';
import classes from './InvitationRow.module.css';

/** An invitation that has not been sent. */
export interface Draft {
  email: string;
  type: PersonType;
  /** Why it cannot be sent, or was not; empty otherwise. */
  error: string;
}

interface InvitationRowProps {
  draft: Draft;
  types: PersonType[];
  onType: (type: PersonType) => void;
  onRemove: () => void;
}

export function InvitationRow({ draft, types, onType, onRemove }: InvitationRowProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.row}>
      <div>
        <Text size="sm" fw={550} truncate title={draft.email}>
          {draft.email}
        </Text>
        {draft.error && (
          <Text size="xs" c="var(--atrium-danger)" role="alert">
            {draft.error}
          </Text>
        )}
      </div>
      <Select
        size="xs"
        w={150}
        className={classes.type}
        aria-label={t('invite.typeOf', { email: draft.email })}
        allowDeselect={false}
        data={types.map((one) => ({ value: one, label: t(`personType.${one}`) }))}
        value={draft.type}
        onChange={(value) => value && onType(value as PersonType)}
      />
      <IconButton label={t('invite.remove', { email: draft.email })} onClick={onRemove}>
        <IconX size={17} />
      </IconButton>
    </li>
  );
}
