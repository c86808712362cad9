import type { Images } from './build-images.ts';

/** What run.ts has started for the tests. */
export interface Setup {
  /** For whatever the tests write. It is gone afterwards. */
  readonly folder: string;
  /** For `DOCKER_HOST`. */
  readonly dockerHost: string;
  /** The address of a registry for everybody. It has `library/node:26-slim`, and the image that `headwater build` made. */
  readonly registry: string;
  /** The example connector, built in two ways and known to the engine. */
  readonly images: Images;
  /** The address of a registry that asks for {@link LOGIN}. */
  readonly privateRegistry: string;
  /** The address of one that wants a token, which another server gives for {@link LOGIN}. */
  readonly tokenRegistry: string;
}

export const SETUP_VARIABLE = 'HEADWATER_CONTAINER_SETUP';

/** The account of the private registry, with what its password file holds: bcrypt, as the registry wants it. */
export const LOGIN = {
  username: 'publisher',
  password: 'correct horse battery staple',
  hash: '$2b$05$abcdefghijklmnopqrstuuFiPhXf1sVd3pCCRO.uVh34H/qI/ZsuS',
};

/** @throws Error where the tests run by themselves. */
export function readSetup(): Setup {
  const text = process.env[SETUP_VARIABLE];
  if (text === undefined) throw new Error('These tests need an engine and registries: run "pnpm test:container"');
  return JSON.parse(text) as Setup;
}
