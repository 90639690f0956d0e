import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useServices } from '../../app/services';
import { useModels } from '../../common/models/model';

interface Props {
  /** Name of the connection. */
  connection: string;
  /** Path of the copy on the disk that the code reads; undefined: it reads from openBIS. */
  copy: string | undefined;
}

/** Source of the data and login of the inserted code. */
export function KernelNote({ connection, copy }: Props): JSX.Element {
  const { trans, connections } = useServices();
  useModels(connections);
  const { all, kernelLogin } = connections;
  const { status, saved } = all?.find(each => each.name === connection) ?? {};
  const login = kernelLogin
    ? loginOfPanel(status === 'connected', trans)
    : loginOfKernel(saved === true, trans);
  return (
    <small title={copy}>
      {copy === undefined ? login : trans.__('Reads the downloaded copy. No login is needed.')}
    </small>
  );
}

function loginOfPanel(isConnected: boolean, trans: TranslationBundle): string {
  return isConnected
    ? trans.__('Runs with the login of this panel.')
    : trans.__('Log in to the connection before you run the code.');
}

function loginOfKernel(isSaved: boolean, trans: TranslationBundle): string {
  return isSaved
    ? trans.__('The notebook logs in by itself, with the saved password or token of the connection.')
    : trans.__('Save the connection first (Connections, Edit): the notebook does not know it yet.');
}
