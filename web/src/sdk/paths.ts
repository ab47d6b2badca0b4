// The addresses of the pages in a frame (platform/11 §11.3).
import type { Config } from './config';

type Query = Record<string, unknown>;

/** Where a frame leads to, behind the address of the space. */
export function pathOf(config: Config): string {
  const { mode, theme, locale, id, requestToken } = config;
  const look = { theme, locale };
  switch (mode) {
    case 'manager':
      return manager(config);
    case 'room-selector':
      return withQuery('/sdk/room-selector', { ...look, ...selector(config) });
    case 'file-selector':
      return withQuery('/sdk/file-selector', {
        ...look,
        ...selector(config),
        breadCrumbs: config.withBreadCrumbs,
        filter: config.filterParam,
        id,
        selectorType: config.selectorType,
        subtitle: config.withSubtitle,
      });
    case 'public-room':
      return withQuery('/sdk/public-room', {
        ...look,
        folder: id,
        key: requestToken,
        showFilter: config.showFilter,
        showHeader: config.showHeader,
        showTitle: config.showTitle,
      });
    case 'system':
      return withQuery('/old-sdk/system', look);
    case 'editor':
      return withQuery('/doceditor', { ...look, ...document(config) });
    case 'viewer':
      return withQuery('/doceditor', { ...look, ...document(config), action: 'view' });
    default:
      return config.rootPath || '/';
  }
}

function manager({ rootPath = '', id, requestToken, filter = {} }: Config): string {
  const { withSubfolders, ...rest } = filter;
  const query = { ...rest, ...(withSubfolders && { withSubfolders }), ...(id && { folder: id }) };
  if (requestToken) return withQuery(rootPath, { key: requestToken, ...query });
  return withQuery(`${rootPath}${id ? `${id}/` : ''}filter`, query);
}

function selector(config: Config): Query {
  return {
    acceptLabel: config.acceptButtonLabel,
    cancel: config.showSelectorCancel,
    cancelLabel: config.cancelButtonLabel,
    header: config.showSelectorHeader,
    roomType: config.roomType,
    search: config.withSearch,
  };
}

const NO_FILE = -1;

function document({ id, editorType, requestToken, editorGoBack, events }: Config): Query {
  const named = id && id !== 'undefined' && id !== 'null';
  return {
    isSDK: true,
    fileId: named ? id : NO_FILE,
    editorType,
    ...(requestToken && { share: requestToken, is_file: true }),
    editorGoBack: typeof events?.['onEditorCloseCallback'] === 'function' ? 'event' : editorGoBack || null,
  };
}

/** What is null or undefined is not said at all. */
function withQuery(path: string, query: Query): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}
