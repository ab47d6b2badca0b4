import { ColorSwatch, Group, Input, Stack, TagsInput, TextInput, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck } from '@/shared/ui/icons';
import { useCovers, useTags } from '../api/choices';
import { gradient, PALETTE } from '../lib/color';
import { RoomCover } from './RoomCover';
import classes from './RoomForm.module.css';

export interface RoomFields {
  title: string;
  tags: string[];
  color: string;
  cover: string;
}

interface RoomFormProps {
  fields: RoomFields;
  /** A picture hides colour and symbol. */
  faceless?: boolean;
  onChange: (fields: RoomFields) => void;
}

/** Title, tags and face of a room: the same when making and when changing one. */
export function RoomForm({ fields, faceless = false, onChange }: RoomFormProps) {
  const { t } = useTranslation();
  const tags = useTags();
  const covers = useCovers(true);
  const svg = covers.data?.find(({ id }) => id === fields.cover)?.svg ?? '';
  return (
    <Stack>
      <Group align="flex-end" wrap="nowrap">
        {!faceless && (
          <RoomCover
            room={{ title: fields.title || '·', color: fields.color, cover: svg, picture: '' }}
            shape="tile"
            size={60}
          />
        )}
        <TextInput
          flex={1}
          data-autofocus
          label={t('rooms.title')}
          placeholder={t('rooms.titleExample')}
          required
          withAsterisk={false}
          maxLength={170}
          value={fields.title}
          onChange={(event) => onChange({ ...fields, title: event.currentTarget.value })}
        />
      </Group>
      <TagsInput
        label={t('rooms.tags')}
        placeholder={fields.tags.length === 0 ? t('rooms.tagsHint') : ''}
        data={tags.data ?? []}
        value={fields.tags}
        maxTags={10}
        onChange={(next) => onChange({ ...fields, tags: next })}
      />
      {!faceless && <FaceFields fields={fields} onChange={onChange} />}
    </Stack>
  );
}

/** Colour and symbol of a room without a picture. */
function FaceFields({ fields, onChange }: Omit<RoomFormProps, 'faceless'>) {
  const { t } = useTranslation();
  const covers = useCovers(true);
  return (
    <>
      <Input.Wrapper label={t('rooms.color')} labelElement="div">
        <Group gap={8} mt={6} role="radiogroup" aria-label={t('rooms.color')}>
          {[...new Set([...PALETTE, fields.color])].map((color) => (
            <ColorSwatch
              key={color}
              component="button"
              type="button"
              size={28}
              withShadow={false}
              color={gradient(color)[0]}
              role="radio"
              aria-checked={fields.color === color}
              aria-label={`#${color}`}
              style={{ cursor: 'pointer', color: '#fff' }}
              onClick={() => onChange({ ...fields, color })}
            >
              {fields.color === color && <IconCheck size={16} aria-hidden />}
            </ColorSwatch>
          ))}
        </Group>
      </Input.Wrapper>
      <Input.Wrapper label={t('rooms.cover')} labelElement="div">
        <div className={classes.covers} role="radiogroup" aria-label={t('rooms.cover')}>
          {[{ id: '', svg: '' }, ...(covers.data ?? [])].map((cover) => (
            <UnstyledButton
              key={cover.id}
              className={classes.cover}
              role="radio"
              aria-checked={fields.cover === cover.id}
              aria-label={cover.id ? cover.id.replaceAll('_', ' ') : t('rooms.initials')}
              onClick={() => onChange({ ...fields, cover: cover.id })}
            >
              <RoomCover
                room={{ title: fields.title || 'A', color: fields.color, cover: cover.svg, picture: '' }}
                shape="tile"
                size={36}
              />
            </UnstyledButton>
          ))}
        </div>
      </Input.Wrapper>
    </>
  );
}
