import type { FastifyReply, FastifyRequest } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import type { Problem } from './problem.ts';
import { problemOf, problemOfError, sendProblem, statusByCategory } from './problem.ts';

/**
 * Answers whatever was thrown with a problem.
 *
 * What nobody foresaw is logged and the answer says nothing of it.
 */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  storeName: string,
): FastifyReply {
  const problem = frameworkProblem(error, request) ?? problemOfError(error, storeName);
  if (problem.status >= 500)
    request.log[problem.status === statusByCategory.unavailable ? 'warn' : 'error']({ err: error });
  return sendProblem(reply, problem);
}

/** Returns the problem for what the framework refused before a route saw it; undefined for anything else. */
function frameworkProblem(error: unknown, request: FastifyRequest): Problem | undefined {
  if (error instanceof TimelineError || !(error instanceof Error) || !('statusCode' in error))
    return undefined;
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problemOf('unsupported-media-type', mediaTypeSentence(request.headers['content-type']));
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const { bodyLimit } = request.routeOptions;
      return problemOf('request-too-large', `The body has more than ${bodyLimit} bytes`, {
        bytesMax: bodyLimit,
      });
    }
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return problemOf('request-too-large', 'A part of the path is longer than any name');
    case 'FST_ERR_BAD_URL':
      return problemOf('invalid-request', 'The path is not percent-encoded UTF-8');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return problemOf('invalid-request', 'The body is not as long as Content-Length says');
    default:
      return typeof error.statusCode === 'number' && error.statusCode < 500
        ? problemOf('invalid-request', 'The request could not be read')
        : undefined;
  }
}

function mediaTypeSentence(mediaType: string | undefined): string {
  return mediaType === undefined
    ? 'The body has no Content-Type; send it as application/json'
    : `This route takes no body of the type ${JSON.stringify(mediaType.slice(0, 80))}; send it as application/json`;
}
