// The dialogs that plugins have open: one of each kind at a time, as the app's own.
import { createStore, useStore } from '@/shared/lib/store';
import type { CreateDialog, ModalDialog } from './contract';
import type { Actor } from './loaded';

/** A dialog and whose it is. The number tells it from the one before. */
export interface Open<T> {
  plugin: Actor;
  dialog: T;
  number: number;
}

interface Dialogs {
  modal: Open<ModalDialog> | null;
  create: Open<CreateDialog> | null;
}

const NONE: Dialogs = { modal: null, create: null };

export const dialogs = createStore<Dialogs>(NONE);

let count = 0;

export function showModal(plugin: Actor, dialog: ModalDialog): void {
  count += 1;
  dialogs.set((now) => ({ ...now, modal: { plugin, dialog, number: count } }));
}

export function closeModal(): void {
  dialogs.set((now) => ({ ...now, modal: null }));
}

/** One that is not to be seen is not opened. */
export function showCreate(plugin: Actor, dialog: CreateDialog): void {
  count += 1;
  dialogs.set((now) => ({ ...now, create: dialog.visible === false ? null : { plugin, dialog, number: count } }));
}

/** Changes the plugin's open dialog: what somebody typed stays. Where none is open, nothing happens. */
export function updateCreate({ record }: Actor, change: Partial<CreateDialog>): void {
  dialogs.set((now) => {
    if (now.create?.plugin.record.name !== record.name) return now;
    const dialog = { ...now.create.dialog, ...change };
    return { ...now, create: dialog.visible === false ? null : { ...now.create, dialog } };
  });
}

export function closeCreate(): void {
  dialogs.set((now) => ({ ...now, create: null }));
}

/** The plugins are gone, and their dialogs with them. */
export function closeAll(): void {
  dialogs.set(() => NONE);
}

/** Whether a dialog of a plugin lies over what else is open. */
export function useDialogOpen(): boolean {
  const { modal, create } = useStore(dialogs);
  return modal !== null || create !== null;
}
