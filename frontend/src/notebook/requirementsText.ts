/** The two files of a kernel's environment, as the server writes them (`domain/requirements_text.py`). */

import { Environment, Package } from './environment';

const PYTHON_NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
const PYTHON_VERSION = /^[A-Za-z0-9][A-Za-z0-9.!+_-]*$/;
const PYTHON_ADDRESS = /^[a-z+]+:\/\/[^\s[\]]+$/;
const R_NAME = /^[A-Za-z][A-Za-z0-9.]*$/;
const R_VERSION = /^[0-9][0-9.-]*$/;
const R_ADDRESS = /^[\w.-]+(?:\/[\w.-]+)+@\w+$/;
const R_HEAD = `\
# The packages of an R kernel, as an R program that installs them. Run it by: Rscript {this file}
# or, in R: source("{this file}"). It is not for pip.
if (identical(unname(getOption("repos")["CRAN"]), "@CRAN@")) options(repos = c(CRAN = "https://cloud.r-project.org"))
if (!requireNamespace("remotes", quietly = TRUE)) install.packages("remotes")`;
const R_BIOCONDUCTOR =
  'if (!requireNamespace("BiocManager", quietly = TRUE)) install.packages("BiocManager")';

/** `python-3.11`, `r-4.2`. */
export function runtimeOf({ language, version }: Environment): string {
  return `${language}-${version}`;
}

/**
 * The content of the requirements file, sorted by name. What cannot be installed elsewhere stands in it as a comment.
 * Paths of this computer and credentials never do.
 */
export function requirementsOf(environment: Environment, filename: string): string {
  const packages = [...environment.packages].sort(byName);
  const lines = environment.language === 'python' ? packages.map(pythonLine) : rLines(packages, filename);
  return lines.join('\n');
}

/** The packages that are comments in the requirements file. */
export function notInstallable({ language, packages }: Environment): Package[] {
  const isInstallable = language === 'python' ? isInstallableByPip : isInstallableInR;
  return packages.filter(each => !isInstallable(each));
}

function byName(a: Package, b: Package): number {
  return compare(key(a), key(b)) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function key({ name }: Package): string {
  return name.replace(/[^A-Za-z0-9.]+/g, '-').toLowerCase();
}

function pythonLine(each: Package): string {
  const name = key(each);
  if (!isInstallableByPip(each)) {
    return `# ${oneLine(name)}==${oneLine(each.version)} is not known to be where pip could find it`;
  }
  return each.origin === 'address' ? `${name} @ ${withoutSecrets(each.address)}` : `${name}==${each.version}`;
}

function isInstallableByPip(each: Package): boolean {
  if (!PYTHON_NAME.test(key(each)) || !PYTHON_VERSION.test(each.version)) {
    return false;
  }
  return each.origin === 'address' ? PYTHON_ADDRESS.test(each.address) : each.origin === 'index';
}

/** Leaves out who logs in, and the query, where signatures and tokens stand; `git@` is what everybody says. */
function withoutSecrets(address: string): string {
  const [, scheme, login, host, path, anchor = ''] =
    /^([a-z+]+:\/\/)(?:([^/?#]*)@)?([^/?#@]*)([^?#]*)(?:\?[^#]*)?(#.*)?$/.exec(address) ?? [];
  return `${scheme}${login === 'git' ? 'git@' : ''}${host}${path}${anchor}`;
}

/** Bioconductor's first: they bring the newest packages of CRAN with them, which the later lines replace. */
function rLines(packages: Package[], filename: string): string[] {
  const installable = packages.filter(isInstallableInR);
  const isBioconductor = ({ origin }: Package) => origin === 'bioconductor';
  const bioconductor = installable.filter(isBioconductor);
  return [
    R_HEAD.replace(/\{this file\}/g, () => filename.replace(/[\s"\\]/g, '?')),
    ...(bioconductor.length ? [R_BIOCONDUCTOR] : []),
    ...bioconductor.map(
      ({ name, version }) => `BiocManager::install("${name}", update = FALSE, ask = FALSE)  # ${version}`
    ),
    ...installable.filter(each => !isBioconductor(each)).map(rLine),
    ...packages
      .filter(each => !isInstallableInR(each))
      .map(({ name, version }) => `# ${oneLine(name)} ${oneLine(version)} is not from CRAN`)
  ];
}

function rLine({ name, version, origin, address }: Package): string {
  return origin === 'address'
    ? `remotes::install_github("${address}", upgrade = "never")  # ${name}`
    : `remotes::install_version("${name}", "${version}", upgrade = "never")`;
}

function isInstallableInR({ name, version, origin, address }: Package): boolean {
  if (!R_NAME.test(name) || !R_VERSION.test(version)) {
    return false;
  }
  return origin === 'address' ? R_ADDRESS.test(address) : origin !== 'unknown';
}

function oneLine(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(' ');
}
