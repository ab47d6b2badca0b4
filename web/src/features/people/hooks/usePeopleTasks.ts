import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Schemas } from '@/api/client';
import { sentence } from '@/shared/errors';
import { refreshPeople } from '../api/people';
import { followTask, stopTask, type TaskKind } from '../api/tasks';
import type { PersonLine } from '../types';

export interface TasksState {
  /** Who is being worked on; null before and after. */
  person: PersonLine | null;
  /** People that are done, of all. */
  done: number;
  total: number;
  /** Over everybody, 0 to 100. */
  percentage: number;
  failures: { name: string; reason: string }[];
}

type Start = (person: PersonLine) => Promise<Schemas['TaskProgressResponseDto'] | undefined>;

const IDLE: TasksState = { person: null, done: 0, total: 0, percentage: 0, failures: [] };

/** Runs a long task for one person after the other. It goes on when the dialog that began it is closed. */
export function usePeopleTasks(kind: TaskKind) {
  const client = useQueryClient();
  const [state, setState] = useState(IDLE);
  const stopping = useRef(false);

  const run = async (people: PersonLine[], start: Start): Promise<PersonLine[]> => {
    stopping.current = false;
    const total = people.length;
    const finished: PersonLine[] = [];
    setState({ ...IDLE, total });
    for (const [done, person] of people.entries()) {
      if (stopping.current) break;
      const at = (percentage: number) => Math.round((done * 100 + percentage) / total);
      setState((now) => ({ ...now, person, done, percentage: at(0) }));
      try {
        const end = await followTask(kind, person.id, start(person), (percentage) =>
          setState((now) => ({ ...now, percentage: at(percentage) })),
        );
        if (end === 'done') finished.push(person);
      } catch (error) {
        const failure = { name: person.name, reason: sentence(error) };
        setState((now) => ({ ...now, failures: [...now.failures, failure] }));
      }
    }
    setState((now) => ({ ...now, person: null, done: finished.length }));
    await refreshPeople(client);
    return finished;
  };

  const stop = async (): Promise<void> => {
    stopping.current = true;
    if (state.person) await stopTask(kind, state.person.id).catch(() => undefined);
  };

  return { state, run, stop };
}
