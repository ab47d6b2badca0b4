import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/ui';
import { linkAt, setLink, unlink } from '../lib/format';
import type { Surface } from '../lib/surface';
import { linkOf } from '../lib/words';

interface LinkDialogProps {
  surface: Surface;
  onClose: () => void;
}

/** Where words lead to. */
export function LinkDialog({ surface, onClose }: LinkDialogProps) {
  const { t } = useTranslation();
  const [there] = useState(() => linkAt(surface.view.state));
  const [href, setHref] = useState(there?.href ?? '');
  const [words, setWords] = useState('');
  const [wrong, setWrong] = useState(false);
  const bare = surface.view.state.selection.empty && !there;

  const done = () => {
    onClose();
    // The dialog gives the focus back when it is gone; the text takes it then.
    setTimeout(() => surface.view.focus(), 20);
  };
  const take = (event: FormEvent) => {
    event.preventDefault();
    const target = linkOf(href);
    if (!target) {
      setWrong(true);
      return;
    }
    surface.run(setLink(target, words.trim()), { focus: false });
    done();
  };
  return (
    <Dialog title={t('prose.do.link')} onClose={done}>
      <form onSubmit={take}>
        <Stack>
          <TextInput
            data-autofocus
            label={t('prose.link.href')}
            placeholder="https://"
            value={href}
            error={wrong && t('prose.link.wrong')}
            onChange={(event) => {
              setHref(event.currentTarget.value);
              setWrong(false);
            }}
          />
          {bare && (
            <TextInput
              label={t('prose.link.words')}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            {there && (
              <Button
                variant="default"
                mr="auto"
                onClick={() => {
                  surface.run(unlink, { focus: false });
                  done();
                }}
              >
                {t('prose.link.remove')}
              </Button>
            )}
            <Button variant="default" onClick={done}>
              {t('common.cancel')}
            </Button>
            <Button type="submit">{t('prose.link.apply')}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
