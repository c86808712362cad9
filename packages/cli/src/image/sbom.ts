import type { BundledPackage } from './bundled-packages.ts';

/** The media type of a bill of materials, by which tools find it among an image's attachments. */
export const SBOM_TYPE = 'application/vnd.cyclonedx+json';

export interface SbomSubject {
  readonly name: string;
  readonly version: string;
  readonly packages: readonly BundledPackage[];
  /** What the image is built on; what is in that, its own publisher says. */
  readonly base: { readonly name: string; readonly digest: string };
}

/**
 * What a connector's image is made of, as a CycloneDX document. It names no time and has no number of its own, so that the same image
 * has the same bill.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function sbom({ name, version, packages, base }: SbomSubject): object {
  const ref = purl({ name, version });
  const baseRef = `base:${base.digest}`;
  const refs = packages.map(purl);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': ref, name, version } },
    components: [
      ...packages.map((one) => ({
        type: 'library',
        'bom-ref': purl(one),
        name: one.name,
        version: one.version,
        ...(one.license === undefined ? {} : { licenses: [licenseOf(one.license)] }),
        purl: purl(one),
      })),
      {
        type: 'container',
        'bom-ref': baseRef,
        name: base.name,
        hashes: [{ alg: 'SHA-256', content: base.digest.replace(/^sha256:/, '') }],
      },
    ],
    dependencies: [{ ref, dependsOn: [...refs, baseRef] }],
  };
}

/** @see https://github.com/package-url/purl-spec */
function purl({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  const path = name.split('/').map((part) => encodeURIComponent(part));
  return `pkg:npm/${path.join('/')}@${encodeURIComponent(version)}`;
}

/** In a package.json it is an expression of SPDX, or says that there is none. */
function licenseOf(license: string): object {
  return /^(?:UNLICENSED|SEE LICENSE)/.test(license) ? { license: { name: license } } : { expression: license };
}
