import { InstanceCheck } from '../api';

/** The result of the check of an address that is well. */
export const FOUND: Partial<InstanceCheck> = {
  url: 'https://openbis.example.org',
  reachable: true,
  version: null,
  apiVersion: '3.6',
  encrypted: true,
  certificateChecked: true,
  problem: null,
  code: null,
  certificate: null,
  dataStores: []
};
