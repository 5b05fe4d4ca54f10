/** The endpoints about people being told, described for machines. */
import { API } from '../../shared/contract.ts';
import type { EndpointText } from './endpoint-text.ts';
import { EndBody, HushBody } from './hush-routes.ts';
import * as replies from './notify-schemas.ts';

export const NOTIFY_ENDPOINTS: readonly EndpointText[] = [
  {
    path: API.silences,
    summary: 'Silences and acknowledgements that have not ended.',
    parameters: [],
    reply: replies.silencesReply,
  },
  {
    method: 'post',
    path: API.silences,
    summary: 'Tell nobody of alarms for a while; they are evaluated all the same.',
    parameters: [],
    body: HushBody,
    reply: replies.silencesReply,
  },
  {
    method: 'post',
    path: API.acknowledge,
    summary: 'Say that somebody looks after what stands now.',
    parameters: [],
    body: HushBody,
    reply: replies.silencesReply,
  },
  {
    method: 'post',
    path: API.endSilence,
    summary: 'End a silence or an acknowledgement now.',
    parameters: [],
    body: EndBody,
    reply: replies.silencesReply,
  },
];
