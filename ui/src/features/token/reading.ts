import type { TokenView } from '../../ipc/client';

/** Something of it cannot be read as it is written, whether its signature is right or not. */
export const isReadInPart = ({ form, parts }: TokenView): boolean =>
  form === 'broken' || parts.some(({ state }) => state === 'cutOff' || state === 'broken');

/** A signature whose content travels apart from it: header and signature are whole (RFC 7515, Appendix F). */
export const isDetached = ({ parts }: TokenView): boolean =>
  parts.length > 1 &&
  parts.every(({ part, state }) => state === (part === 'claims' ? 'missing' : 'complete'));
