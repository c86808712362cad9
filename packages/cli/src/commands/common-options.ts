import type { Options } from 'yargs';

/** The options of commands that work on a connector's project. */
export interface ProjectArguments {
  readonly project: string | undefined;
}

export const projectOptions = {
  project: {
    type: 'string',
    requiresArg: true,
    describe: 'Folder of the connector [default: the one you are in]',
  },
} as const satisfies Record<string, Options>;

/** The options of commands that make the connector send requests. */
export interface RequestArguments extends ProjectArguments {
  readonly config: string | undefined;
  readonly traceHttp: string | undefined;
  /** The folder of a recording; empty for the usual one. `undefined` asks the API itself. */
  readonly replay?: string | undefined;
}

export const requestOptions = {
  ...projectOptions,
  config: {
    type: 'string',
    requiresArg: true,
    describe:
      'Config file; ${NAME} in it comes from the environment or .env [default: secrets/config.json, else config.json]',
  },
  'trace-http': {
    type: 'string',
    requiresArg: true,
    describe: 'Write every request to this HTTP archive (HAR), without secrets',
  },
  replay: {
    type: 'string',
    describe: 'Answer from the recording in this folder instead of asking the API, "fixtures" without one',
  },
} as const satisfies Record<string, Options>;

/** An option of text that may be given several times. */
export function listOption(describe: string) {
  return {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe: `${describe}; may be given again`,
  } as const satisfies Options;
}
