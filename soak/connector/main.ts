// A connector with a stream of each kind. It is there to be killed.
import { launch } from '@headwater/cdk';
import { ShopSource } from './shop-source.ts';

launch(new ShopSource());
