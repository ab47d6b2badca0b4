import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/shared/ui';
import { useResetFactor } from '../api/factor';
import { useForgetGuests } from '../api/remove';
import { labelOf } from '../lib/label';
import type { PeopleDialog } from '../types';
import { ChangeTypeDialog } from './ChangeTypeDialog';
import { DeletePeopleDialog } from './DeletePeopleDialog';
import { EmailDialog } from './EmailDialog';
import { QuotaDialog } from './QuotaDialog';
import { ReassignDialog } from './ReassignDialog';
import { RemoveDataDialog } from './RemoveDataDialog';
import { ShareGuestDialog } from './ShareGuestDialog';

interface PeopleDialogsProps {
  dialog: PeopleDialog | null;
  onClose: () => void;
}

/** Whatever dialog is open over the list of people. */
export function PeopleDialogs({ dialog, onClose }: PeopleDialogsProps) {
  const { t } = useTranslation();
  const forget = useForgetGuests();
  const resetFactor = useResetFactor();
  switch (dialog?.is) {
    case 'type':
      return <ChangeTypeDialog people={dialog.people} onClose={onClose} />;
    case 'delete':
      return <DeletePeopleDialog people={dialog.people} onClose={onClose} />;
    case 'reassign':
      return <ReassignDialog person={dialog.person} onClose={onClose} />;
    case 'removeData':
      return <RemoveDataDialog person={dialog.person} onClose={onClose} />;
    case 'shareGuest':
      return <ShareGuestDialog person={dialog.person} onClose={onClose} />;
    case 'forget':
      return (
        <ConfirmDialog
          title={t('people.forgetTitle', { name: labelOf(dialog.people) })}
          text={t('people.forgetText')}
          confirm={t('people.forget')}
          onConfirm={() => forget.mutate(dialog.people)}
          onClose={onClose}
        />
      );
    case 'email':
      return <EmailDialog person={dialog.person} onClose={onClose} />;
    case 'quota':
      return <QuotaDialog people={dialog.people} onClose={onClose} />;
    case 'resetFactor':
      return (
        <ConfirmDialog
          title={t('people.resetFactorTitle', { name: dialog.person.name })}
          text={t('people.resetFactorText')}
          confirm={t('people.resetFactor')}
          onConfirm={() => resetFactor.mutate(dialog.person)}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
}
