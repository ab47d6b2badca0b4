import { useCallback, useState } from 'react';
import type { Entry } from '@/features/files';
import { sentence } from '@/shared/errors';
import { type Submitted, saveForm, submitForm } from '../api/filling';
import type { Paper } from '../lib/paper';

/** What became of what was filled in. */
export type FillingState = 'untouched' | 'changed' | 'saving' | 'saved' | 'sending' | 'failed';

export interface Filling {
  state: FillingState;
  /** What went wrong, in words. */
  problem: string;
  /** It was handed in. */
  sent: Submitted | null;
  changed: () => void;
  save: (paper: Paper) => Promise<boolean>;
  submit: (paper: Paper) => Promise<void>;
}

/** Saving what was filled in, and handing it in. */
export function useFilling(entry: Entry): Filling {
  const [state, setState] = useState<FillingState>('untouched');
  const [problem, setProblem] = useState('');
  const [sent, setSent] = useState<Submitted | null>(null);
  const changed = useCallback(() => setState('changed'), []);

  const failed = (error: unknown) => {
    setState('failed');
    setProblem(sentence(error));
  };
  const keep = async (paper: Paper, during: FillingState) => {
    setProblem('');
    setState(during);
    await saveForm(entry, await paper.content());
  };
  const save = async (paper: Paper) => {
    try {
      await keep(paper, 'saving');
      setState('saved');
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  };
  const submit = async (paper: Paper) => {
    try {
      await keep(paper, 'sending');
      setSent(await submitForm(entry));
    } catch (error) {
      failed(error);
    }
  };
  return { state, problem, sent, changed, save, submit };
}
