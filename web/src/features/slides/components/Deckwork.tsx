import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shared } from '@/features/editor';
import { notifyWords } from '@/shared/notify';
import { useAside } from '../hooks/useAside';
import { useOthers } from '../hooks/useOthers';
import { useSelection } from '../hooks/useSelection';
import { useShow } from '../hooks/useShow';
import { useMedia, useSlides, useUndo } from '../hooks/useSlides';
import { useStageKeys } from '../hooks/useStageKeys';
import { useThingClipboard } from '../hooks/useThingClipboard';
import { useWork } from '../hooks/useWork';
import { nextCell, useFields, useWriting } from '../hooks/useWriting';
import type { Deck } from '../lib/deck';
import { removeThings } from '../lib/edit';
import type { Hit } from '../lib/find';
import { inkOn } from '../lib/look';
import { wordsIn } from '../lib/model';
import { nameOf } from '../lib/name';
import type { Field } from '../lib/words';
import { writingIn, writingOn } from '../lib/writing';
import { FindBar } from './FindBar';
import type { Tool } from './Inserting';
import { NotesPane } from './NotesPane';
import { Rail, type RailDeed } from './Rail';
import { ShowScreen } from './ShowScreen';
import classes from './Slides.module.css';
import { SlidesBar } from './SlidesBar';
import { SlidesKeys } from './SlidesKeys';
import { Stage, type StageProps } from './Stage';
import { StatusBar } from './StatusBar';
import { TextField } from './TextField';
import type { Scene } from './ThingView';

interface DeckworkProps {
  fileId: number;
  shared: Shared;
  deck: Deck;
  mayEdit: boolean;
}

/** The slides at work: the tools, the rail, the stage, the notes, and where one is. */
export function Deckwork({ fileId, shared, deck, mayEdit }: DeckworkProps) {
  const { t } = useTranslation();
  const { doc, awareness } = shared;
  const slides = useSlides(shared);
  const undo = useUndo(shared);
  const url = useMedia(fileId, shared);
  const others = useOthers(awareness);
  const selection = useSelection(slides);
  const { slide, things, at } = selection;
  const work = useWork({ doc, deck, slides, selection, mayEdit });
  const fields = useFields();
  const { place, write, end } = useWriting(selection);
  const { show, begin } = useShow(slides);
  const [tool, setTool] = useState<Tool>(null);
  const [zoom, setZoom] = useState<number | null>(null);
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) === true;
  const [notes, setNotes] = useLocalStorage({ key: 'atrium-slides-notes', defaultValue: true });
  const stage = useRef<HTMLDivElement>(null);
  const written = useRef<Field>(null);
  const scene = useMemo((): Scene => ({ deck, url }), [deck, url]);
  const live = useMemo((): Scene => ({ deck, url, live: true }), [deck, url]);
  const toStage = useCallback(() => stage.current?.focus({ preventScroll: true }), []);

  const chosen = things.map(({ key }) => key).join(' ');
  const key = slide?.key;
  useEffect(() => {
    if (key) awareness.setLocalStateField('slide', { key, things: chosen.split(' ').filter(Boolean) });
  }, [awareness, key, chosen]);

  const onShow = useCallback(
    (way: 'here' | 'beginning' | 'speaker') => {
      if (!begin(way === 'beginning' ? 0 : at, way === 'speaker'))
        notifyWords(t('slides.show.blocked'), { kind: 'warning' });
    },
    [begin, at, t],
  );
  const newSlide = () => work.newSlide(at);
  const { aside, setAside, close } = useAside({ onShow, onNew: mayEdit ? newSlide : null, onClosed: toStage });

  const leave = () => {
    // Nobody wants a text box that says nothing.
    if (place && place.thing.attrs['textBox'] === true && !place.thing.attrs['id'] && wordsIn(place.thing) === '')
      removeThings(doc, [place.thing]);
    end();
    toStage();
  };
  const onWrite = (one: string, cell: string | null) => {
    if (place?.thing.key === one && place.cell === cell) written.current?.view.focus();
    else write(one, cell, '');
  };
  const draw: StageProps['onDraw'] = (shape, drawn, point) => {
    const made = work.draw(shape, drawn, point);
    setTool(null);
    if (shape === 'text' && made) write(made, null, '');
    else toStage();
  };
  const tab = (by: 1 | -1): boolean => {
    const next = place?.cell && nextCell(place.thing, place.cell, by);
    if (place && next) write(place.thing.key, next, '');
    return true;
  };
  const look = place && work.lookOf(place.thing);
  const writing = place &&
    look && {
      words: place.words,
      thing: place.thing.key,
      field: (
        <TextField
          key={`${place.thing.key} ${place.cell}`}
          words={place.words}
          levels={look.levels}
          label={t('slides.words', { name: look.alt || look.prompt || t('slides.thing.shape') })}
          prompt={look.prompt}
          mayEdit={mayEdit}
          awareness={awareness}
          undo={undo.manager}
          begin={place.begin}
          ink={wordsIn(place.thing) === '' ? inkOn(look) : null}
          tab={place.cell === null ? undefined : tab}
          onField={(field, there) => {
            written.current = there ? field : null;
            fields.onField(field, there);
          }}
          onChange={fields.onChange}
          onLeave={leave}
        />
      ),
    };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn tells that the field changed
  const tools = useMemo(() => {
    if (!mayEdit) return null;
    if (fields.field) return writingIn(fields.field);
    const worded = things.filter((thing) => thing.text || thing.rows.length > 0);
    const [first] = worded;
    return first ? writingOn(doc, worded, work.lookOf(first).levels) : null;
  }, [mayEdit, fields.field, fields.turn, things, doc, work]);
  const onKeyDown = useStageKeys({ work, undo: undo.manager, write, onRelease: () => setTool(null) });
  const clipboard = useThingClipboard(work);

  const onRail = (index: number, deed: RailDeed) => {
    if (deed.is === 'move') work.moveSlide(index, deed.to);
    else if (deed.is === 'delete') work.deleteSlide(index);
    else if (deed.is === 'duplicate') work.duplicateSlide(index);
    else if (deed.is === 'new') work.newSlide(index);
    else selection.go(slides[index]?.key);
    if (deed.is === 'stage') toStage();
  };
  const onHit = ({ slide: key, thing }: Hit) => {
    selection.go(key);
    selection.select(thing ? [thing] : []);
    if (!thing) setNotes(true);
  };
  const rail = (
    <Rail scene={live} slides={slides} at={at} others={others} mayEdit={mayEdit} across={narrow} onDo={onRail} />
  );

  return (
    <>
      <SlidesBar
        work={work}
        scene={scene}
        undo={undo}
        writing={tools}
        cell={place?.cell ?? null}
        tool={tool}
        onTool={setTool}
        onInsert={(shape) => draw(shape, null, null)}
        onFind={() => setAside('find')}
        onShow={onShow}
      />
      <div className={classes.work}>
        {!narrow && rail}
        <div className={classes.middle}>
          {slide ? (
            <Stage
              place={stage}
              scene={scene}
              slide={slide}
              selection={selection}
              others={others}
              mayEdit={mayEdit}
              zoom={zoom}
              tool={tool}
              writing={writing}
              onPlace={work.place}
              onDraw={draw}
              onWrite={onWrite}
              onKeyDown={onKeyDown}
              onFocus={fields.onStage}
              clipboard={clipboard}
              onDropPicture={(file) => void work.addPicture(file)}
            />
          ) : (
            <p className={classes.waiting}>{t('slides.none')}</p>
          )}
          {slide && notes && (
            <NotesPane
              doc={doc}
              slide={slide}
              number={at + 1}
              mayEdit={mayEdit}
              awareness={awareness}
              undo={undo.manager}
              fields={fields}
              onLeave={toStage}
            />
          )}
          {aside === 'find' && <FindBar slides={slides} onHit={onHit} onClose={close} />}
        </div>
      </div>
      {narrow && rail}
      <StatusBar
        at={at}
        count={slides.length}
        zoom={zoom}
        notes={notes}
        onGo={(to) => selection.go(slides[to]?.key)}
        onZoom={setZoom}
        onNotes={() => setNotes(!notes)}
        onHelp={() => setAside('help')}
      />
      <div role="status" className={classes.said}>
        {things.map((thing) => nameOf(thing, t)).join(', ')}
      </div>
      {aside === 'help' && <SlidesKeys onClose={close} />}
      {show && (
        <ShowScreen
          scene={live}
          slides={slides}
          show={show}
          onEnd={(left) => {
            selection.go(slides[left]?.key);
            toStage();
          }}
        />
      )}
    </>
  );
}
