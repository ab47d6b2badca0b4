// The dialogs that plugins open (ai/50 §4.5 of the contract).
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '@/shared/lib/store';
import { notifyError } from '@/shared/notify';
import { Dialog, SidePanel } from '@/shared/ui';
import { useKeepSettings } from '../api/settings';
import type { CreateDialog, ModalDialog } from '../lib/contract';
import { closeCreate, closeModal, dialogs, type Open, updateCreate } from '../lib/dialogs';
import { tellPlugins } from '../lib/events';
import { text } from '../lib/looks';
import { carryOut, perform } from '../lib/perform';
import { BoxView, PluginPlace } from './Boxes';
import classes from './Dialogs.module.css';

/** Whatever dialogs of plugins are open. */
export default function Dialogs() {
  const { modal, create } = useStore(dialogs);
  return (
    <>
      {modal && <Modal key={modal.number} {...modal} />}
      {create && <Create key={create.number} {...create} />}
    </>
  );
}

function Modal({ plugin, dialog }: Open<ModalDialog>) {
  const keep = useKeepSettings(plugin);
  const [shown, setShown] = useState({
    header: text(dialog.dialogHeader),
    body: dialog.dialogBody,
    footer: dialog.dialogFooter,
  });
  useEffect(() => {
    let here = true;
    void perform(plugin, async () => {
      const loaded = await dialog.onLoad?.();
      if (!here || !loaded) return;
      const { newDialogHeader, newDialogBody, newDialogFooter } = loaded;
      setShown(({ header, body, footer }) => ({
        header: text(newDialogHeader) || header,
        body: newDialogBody ?? body,
        footer: newDialogFooter ?? footer,
      }));
    });
    return () => {
      here = false;
    };
  }, [plugin, dialog]);
  useEffect(() => {
    const listeners = (dialog.eventListeners ?? []).map(({ name, onAction }) => {
      const listener = (event: Event) => void perform(plugin, () => onAction(event));
      window.addEventListener(name, listener);
      return () => window.removeEventListener(name, listener);
    });
    return () => {
      for (const remove of listeners) remove();
    };
  }, [plugin, dialog]);
  const close = () => {
    closeModal();
    void perform(plugin, () => dialog.onClose?.());
  };
  return (
    <Around dialog={dialog} title={shown.header || plugin.record.pluginName} onClose={close}>
      <PluginPlace plugin={plugin} keep={keep}>
        <BoxView props={shown.body ?? {}} />
        {shown.footer && (
          <div className={classes.footer}>
            <BoxView props={shown.footer} />
          </div>
        )}
      </PluginPlace>
    </Around>
  );
}

interface AroundProps {
  dialog: ModalDialog;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

function Around({ dialog, title, onClose, children }: AroundProps) {
  if (dialog.displayType === 'aside')
    return (
      <SidePanel title={title} onClose={onClose}>
        {children}
      </SidePanel>
    );
  if (dialog.fullScreen)
    return (
      <Dialog title={title} onClose={onClose} fullScreen radius={0} classNames={{ body: classes.whole ?? '' }}>
        {children}
      </Dialog>
    );
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
    </Dialog>
  );
}

/** As the app asks for the name of a new file. */
function Create({ plugin, dialog }: Open<CreateDialog>) {
  const { t } = useTranslation();
  const [value, setValue] = useState(text(dialog.startValue));
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { extension, options = [], selectedOption, errorText } = dialog;
  const ending = text(extension).replace(/^\.?(?=.)/, '.');
  const isNew = dialog.isCreateDialog !== false;
  const controls = {
    change: (props: Partial<CreateDialog>) => updateCreate(plugin, props),
    changeOther: () => undefined,
  };
  useEffect(() => {
    if (errorText && dialog.isAutoFocusOnError) field.current?.focus();
  }, [errorText, dialog.isAutoFocusOnError]);

  const leave = (handler: CreateDialog['onClose']) => {
    closeCreate();
    void perform(plugin, () => handler?.(), controls);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const name = value.trim();
    if (!name || busy || dialog.isCreateDisabled) return;
    setBusy(true);
    try {
      const answer = await dialog.onSave?.call(plugin.object, event.nativeEvent, name);
      if (dialog.isCloseAfterCreate !== false) closeCreate();
      tellPlugins('create_plugin_file');
      await carryOut(plugin, answer, controls);
    } catch (error) {
      if (dialog.onError) await perform(plugin, () => dialog.onError?.(error), controls);
      else notifyError(error, plugin.record.pluginName);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog onClose={() => leave(dialog.onClose ?? dialog.onCancel)} title={dialog.title || t('create.button')}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <TextInput
            ref={field}
            data-autofocus
            label={t('create.name')}
            value={value}
            maxLength={160}
            error={errorText}
            rightSection={ending ? <span>{ending}</span> : null}
            rightSectionWidth={ending ? `${ending.length + 2}ch` : undefined}
            onFocus={(event) => event.currentTarget.select()}
            onChange={({ currentTarget }) => {
              setValue(currentTarget.value);
              void perform(plugin, () => dialog.onChange?.(currentTarget.value), controls);
            }}
          />
          {options.length > 0 && (
            <Select
              label={t('info.kind')}
              data={options.map(({ key, label, disabled }) => ({
                value: text(key),
                label: text(label),
                disabled: disabled === true,
              }))}
              value={selectedOption ? text(selectedOption.key) : null}
              allowDeselect={false}
              onChange={(key) => {
                const option = options.find((one) => text(one.key) === key);
                if (!option) return;
                updateCreate(plugin, { selectedOption: option });
                void perform(plugin, () => dialog.onSelect?.(option), controls);
              }}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => leave(dialog.onCancel ?? dialog.onClose)}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={!value.trim() || dialog.isCreateDisabled === true}>
              {t(isNew ? 'common.create' : 'common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
