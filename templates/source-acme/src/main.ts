import { launch } from '@headwater/cdk';
import manifest from '../package.json' with { type: 'json' };
import { AcmeSource } from './source.ts';

launch(new AcmeSource(), { version: manifest.version });
