// All words of the window, one file for each part of it. Another language is another object of the same shape.

import { actionWords } from './actionWords';
import { actions } from './actions';
import { activity } from './activity';
import { app } from './app';
import { ask } from './ask';
import { bidcore } from './bidcore';
import { bulk } from './bulk';
import { calendar } from './calendar';
import { changeFile } from './changeFile';
import { columns } from './columns';
import { common } from './common';
import { conflicts } from './conflicts';
import { connections } from './connections';
import { copying } from './copying';
import { countOfAll } from './countOfAll';
import { deleting } from './deleting';
import { description } from './description';
import { detail } from './detail';
import { draftSteps } from './draftSteps';
import { doubts } from './doubts';
import { duplicating } from './duplicating';
import { environments } from './environments';
import { errorTitles } from './errorTitles';
import { expression } from './expression';
import { fields } from './fields';
import { filter } from './filter';
import { firstCopy } from './firstCopy';
import { grid } from './grid';
import { history } from './history';
import { json } from './json';
import { lines } from './lines';
import { links } from './links';
import { mirrorStates } from './mirrorStates';
import { newConnection } from './newConnection';
import { nextSteps } from './nextSteps';
import { outcomes } from './outcomes';
import { palette } from './palette';
import { pasteBelow } from './pasteBelow';
import { pasted } from './pasted';
import { question } from './question';
import { rail } from './rail';
import { reading } from './reading';
import { recordJson } from './recordJson';
import { references } from './references';
import { related } from './related';
import { remark } from './remark';
import { review } from './review';
import { runs } from './runs';
import { selection } from './selection';
import { services } from './services';
import { sessions } from './sessions';
import { settings } from './settings';
import { shortcuts } from './shortcuts';
import { stepUnderWay } from './stepUnderWay';
import { signIn } from './signIn';
import { signatures } from './signatures';
import { sorting } from './sorting';
import { thisRunOnly } from './thisRunOnly';
import { token } from './token';
import { totals } from './totals';
import { tree } from './tree';
import { typed } from './typed';
import { undoing } from './undoing';
import { views } from './views';
import { workspace } from './workspace';

const english = {
  columns,
  copying,
  sorting,
  totals,
  app,
  errorTitles,
  nextSteps,
  outcomes,
  signatures,
  mirrorStates,
  common,
  countOfAll,
  environments,
  sessions,
  rail,
  connections,
  newConnection,
  signIn,
  bidcore,
  pasteBelow,
  pasted,
  services,
  question,
  description,
  workspace,
  views,
  selection,
  actions,
  remark,
  references,
  related,
  history,
  recordJson,
  tree,
  links,
  actionWords,
  detail,
  grid,
  fields,
  typed,
  lines,
  json,
  expression,
  deleting,
  duplicating,
  reading,
  ask,
  filter,
  firstCopy,
  calendar,
  review,
  conflicts,
  doubts,
  runs,
  token,
  thisRunOnly,
  activity,
  undoing,
  changeFile,
  draftSteps,
  bulk,
  palette,
  settings,
  shortcuts,
  stepUnderWay,
};

export type Catalogue = typeof english;

export const messages: Catalogue = english;
