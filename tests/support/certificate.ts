import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import type { TempFolder } from './temp-folder.ts';

/** A certificate of one's own making for this machine, as PEM, and where it is. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly certPath: string;
  readonly keyPath: string;
}

/** Makes a certificate for `localhost` and 127.0.0.1 with openssl. */
export function makeCertificate(temp: TempFolder): Certificate {
  const certPath = `${temp.file()}.crt`;
  const keyPath = `${temp.file()}.key`;
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const request = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const files = ['-keyout', keyPath, '-out', certPath];
  execFileSync('openssl', [...request, '-days', '2', '-subj', '/CN=localhost', '-addext', names, ...files], {
    stdio: 'ignore',
  });
  return { cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8'), certPath, keyPath };
}
