// Which methods the page around a frame may call, mode by mode (platform/11 §11.6).
import { api, unwrap } from '@/api/client';
import { desk, type FrameMode, type Method, setListLook, stage } from '@/shared/embed';
import { speak } from '@/shared/i18n';
import * as account from '../api/account';
import * as contents from '../api/contents';
import { runApart } from './sandbox';

/** What only the app itself can do. */
export interface Doors {
  /** Everything is loaded anew, for who is in now. */
  renew: () => void;
  /** Lists show what was made. */
  refresh: () => void;
  /** Opens the dialog for a new room. */
  newRoom: () => void;
}

export function methodsOf(mode: FrameMode, doors: Doors): Record<string, Method> {
  switch (mode) {
    case 'manager':
      return manager(doors);
    case 'system':
      return { ...account, setConfig };
    case 'editor':
      return { setConfig, executeInEditor };
    default:
      return { setConfig };
  }
}

const setConfig: Method = (wish) => {
  if (typeof wish['locale'] === 'string') void speak(wish['locale']);
  return wish;
};

const executeInEditor: Method = ({ callback, data }) => {
  const open = desk();
  if (!open) throw new Error('No document is open that can be worked on');
  return runApart(String(callback), data, open);
};

function manager(doors: Doors): Record<string, Method> {
  /** Does something, and once that is answered what follows from it. */
  const then =
    (method: Method, after: () => void): Method =>
    async (data) => {
      const answer = await method(data);
      setTimeout(after);
      return answer;
    };
  return {
    ...account,
    ...contents,
    setConfig: (wish) => {
      if (typeof wish['locale'] === 'string') void keepLanguage(wish['locale']);
      return setConfig(wish);
    },
    login: then(account.login, doors.renew),
    logout: then(account.logout, doors.renew),
    createFile: then(contents.createFile, doors.refresh),
    createFolder: then(contents.createFolder, doors.refresh),
    createRoom: then(contents.createRoom, doors.refresh),
    addTagsToRoom: then(contents.addTagsToRoom, doors.refresh),
    removeTagsFromRoom: then(contents.removeTagsFromRoom, doors.refresh),
    setListView: ({ viewType }) => setListLook(viewType),
    openModal: ({ type, options }) => {
      if (type === 'CreateRoom') doors.newRoom();
      if (type === 'CreateFolder') stage()?.create?.('folder');
      if (type === 'CreateFile') stage()?.create?.('file', extensionIn(options));
    },
  };
}

/** `docx`, or an object that names it. */
function extensionIn(options: unknown): string | undefined {
  const named =
    typeof options === 'object' && options !== null ? (options as { extension?: unknown }).extension : options;
  return typeof named === 'string' ? named.replace(/^\./, '').toLowerCase() : undefined;
}

/** Remembers the language with the account, so that letters speak it, too. */
async function keepLanguage(cultureName: string): Promise<void> {
  try {
    const self = await unwrap(api.GET('/api/2.0/people/@self'));
    if (!self.id || self.cultureName === cultureName) return;
    await unwrap(
      api.PUT('/api/2.0/people/{userid}/culture', { params: { path: { userid: self.id } }, body: { cultureName } }),
    );
  } catch {
    // Nobody is signed in, or the space does not speak it: the page is in that language all the same.
  }
}
