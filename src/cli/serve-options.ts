import type { ServerOptions } from '../api/server.ts';
import type { CliContext } from './context.ts';
import type { LogLevel, Settings } from './settings.ts';
import { usualLimits } from './settings.ts';
import type { Settled } from './settle.ts';

/**
 * Returns what a server is built with, as the settings have it; `isOpen` says whether clients of other machines, or with tokens, can
 * reach it.
 */
export function serverOptionsOf(
  settled: Settled,
  { stderr, clock }: Pick<CliContext, 'stderr' | 'clock'>,
  isOpen: boolean,
): ServerOptions {
  const limits = { ...limitOf('requestsPerMinuteMax'), ...limitOf('subscriptionsPerClientMax') };
  return {
    clock,
    allowedHosts: settled.get('allowedHosts'),
    allowedOrigins: settled.get('allowedOrigins'),
    trustProxy: settled.get('trustProxy'),
    subscriptionsMax: settled.get('subscriptionsMax'),
    bodyBytesMax: settled.get('bodyBytesMax'),
    ...limits,
    ...loggerOf(settled.get('logLevel'), { stderr, clock }),
  };

  /** 0 is how one says that there is to be no limit. */
  function limitOf(key: keyof typeof usualLimits): Partial<Settings> {
    const max = settled.get(key) ?? (isOpen ? usualLimits[key] : 0);
    return max === 0 ? {} : { [key]: max };
  }
}

/** One JSON document a line. What cannot be written is lost: there is nowhere else to say so. */
function loggerOf(
  level: LogLevel,
  { stderr, clock }: Pick<CliContext, 'stderr' | 'clock'>,
): Pick<ServerOptions, 'logger'> {
  if (level === 'silent') return {};
  return {
    logger: {
      level,
      base: null,
      timestamp: () => `,"time":${JSON.stringify(new Date(clock()).toISOString())}`,
      // What the framework itself logs of a request or an answer names neither a query nor a header.
      serializers: { req: ({ method }) => ({ method }), res: ({ statusCode }) => ({ statusCode }) },
      formatters: { level: (label) => ({ level: label }) },
      stream: { write: (line) => void stderr.write(line).catch(() => undefined) },
    },
  };
}
