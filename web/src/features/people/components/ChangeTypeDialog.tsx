import { Button, Group, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { startTypeChange } from '../api/tasks';
import { useNeedsHeir, useSetType } from '../api/type';
import { useActor } from '../hooks/useActor';
import { usePeopleTasks } from '../hooks/usePeopleTasks';
import { labelOf } from '../lib/label';
import { typeChange, typesFor } from '../lib/rights';
import type { PersonLine, PersonType } from '../types';
import { PersonSelect } from './PersonSelect';
import { TaskProgress } from './TaskProgress';

interface ChangeTypeDialogProps {
  people: PersonLine[];
  onClose: () => void;
}

/** Gives people another type; whoever may not own rooms any more hands them over. */
export function ChangeTypeDialog({ people, onClose }: ChangeTypeDialogProps) {
  const { t } = useTranslation();
  const actor = useActor();
  const setType = useSetType();
  const tasks = usePeopleTasks('type');
  const [type, setNew] = useState<PersonType | null>(null);
  const [heir, setHeir] = useState<PersonLine | null>(null);

  const [first] = people;
  const down = type ? people.filter((person) => typeChange(actor, person, type) === 'handOver') : [];
  const up = type ? people.filter((person) => typeChange(actor, person, type) === 'atOnce') : [];
  const needs = useNeedsHeir(first?.id ?? '', type, down.length === 1 && people.length === 1);
  const asksHeir = down.length > 1 || (down.length === 1 && (people.length > 1 || needs.data === true));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!type) return;
    if (up.length > 0) setType.mutate({ people: up, type });
    if (down.length === 0 || (type !== 'User' && type !== 'Guest')) return onClose();
    const finished = await tasks.run(down, ({ id }) => startTypeChange(id, type, heir?.id ?? null));
    if (finished.length === 0) return;
    notifyDone(t('people.typeNow', { name: labelOf(finished), type: t(`personType.${type}`) }));
    if (finished.length === down.length) onClose();
  };

  const { state } = tasks;
  const working = state.person !== null || state.failures.length > 0;
  return (
    <Dialog onClose={onClose} title={t('people.typeOf', { name: labelOf(people) })}>
      {working ? (
        <TaskProgress state={state} label={t('task.type')} onStop={tasks.stop} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <Radio.Group
              aria-label={t('people.type')}
              value={type ?? ''}
              onChange={(value) => setNew(value as PersonType)}
            >
              <Stack gap="sm">
                {typesFor(actor, people).map((one, index) => (
                  <Radio
                    key={one}
                    value={one}
                    label={t(`personType.${one}`)}
                    description={t(`personTypeHint.${one}`)}
                    data-autofocus={index === 0 || undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
            {asksHeir && (
              <PersonSelect
                heirs
                clearable
                label={t('people.heir')}
                description={t('people.heirMe')}
                value={heir}
                onChange={setHeir}
                except={people.map(({ id }) => id)}
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" disabled={!type} loading={needs.isFetching}>
                {t('people.changeTypeSubmit')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
