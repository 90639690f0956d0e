import { JupyterFrontEnd } from '@jupyterlab/application';
import React from 'react';

import { FileView } from '../../viewer/FileView';
import { nameOfFile, ViewedFile } from '../../viewer/viewer';
import { Services } from '../services';
import { MainAreaView, showInMainArea } from './mainAreaViews';

/** Show files large. */
export function showFiles(app: JupyterFrontEnd, services: Services): void {
  const { viewer } = services;
  showInMainArea(app, services, viewer, file => new FileWidget(services, viewer, file));
}

/** A file that is shown large. Its title is the file's name, also of the image that is shown next. */
class FileWidget extends MainAreaView<ViewedFile> {
  protected contents(): JSX.Element {
    return <FileView file={this.item} onShow={file => this.change(file)} />;
  }

  protected setTitle({ place, path }: ViewedFile): void {
    this.title.label = nameOfFile(path);
    this.title.caption = `${place.name}: ${path}`;
  }
}
