// Words of the shared tree bound to a small editor.
import type { Plugin } from 'prosemirror-state';
import {
  getRelativeSelection,
  type initProseMirrorDoc,
  type ProsemirrorBinding,
  updateYFragment,
  ySyncPlugin,
  ySyncPluginKey,
} from 'y-prosemirror';
import type * as Y from 'yjs';

type Mapping = ReturnType<typeof initProseMirrorDoc>['mapping'];

/**
 * Binds what stands inside of an element. The library knows whole fragments and elements that are a node of the
 * editor themselves, whose attributes it takes away when the node has none; ours keeps its name and attributes.
 */
export function inside(words: Y.XmlElement, mapping: Mapping): Plugin {
  const plugin: Plugin = ySyncPlugin(words, { mapping });
  const begun = plugin.spec.state?.init({}, {} as never) as { binding: ProsemirrorBinding } | undefined;
  if (!begun) return plugin;
  const { binding } = begun;
  binding._prosemirrorChanged = (doc) => {
    binding.doc.transact(() => {
      updateYFragment(binding.doc, childrenOf(words), doc, binding);
      binding.beforeTransactionSelection = getRelativeSelection(binding, binding.prosemirrorView.state);
    }, ySyncPluginKey);
  };
  return plugin;
}

/** The children of an element, as if they stood in a fragment. */
function childrenOf(words: Y.XmlElement): Y.XmlFragment {
  const children: Pick<Y.XmlFragment, 'toArray' | 'get' | 'slice' | 'insert' | 'delete'> = {
    toArray: () => words.toArray(),
    get: (at) => words.get(at),
    slice: (from, to) => words.slice(from, to),
    insert: (at, content) => words.insert(at, content),
    delete: (at, length) => words.delete(at, length),
  };
  return children as Y.XmlFragment;
}
