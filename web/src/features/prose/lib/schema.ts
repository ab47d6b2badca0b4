import { Schema } from 'prosemirror-model';
import { marks } from './marks';
import { nodes } from './nodes';

/** What a text document can hold. */
export const schema = new Schema({ nodes, marks });

/** Name of the shared tree, as the server has it. */
export const TREE = 'prose';
