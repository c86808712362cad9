import { launch } from '@headwater/cdk';
import manifest from '../package.json' with { type: 'json' };
import { ExampleSource } from './example-source.ts';

launch(new ExampleSource(), { version: manifest.version });
