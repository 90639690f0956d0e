import { StateDB } from '@jupyterlab/statedb';
import { MessageLoop } from '@lumino/messaging';
import { SplitPanel, Widget } from '@lumino/widgets';

import { START_WIDTH, widenOnFirstShow } from './startWidth';

describe('widenOnFirstShow', () => {
  let window: SplitPanel;
  let panel: Widget;

  const hasWidth = (widget: Widget, width: number) =>
    Object.defineProperty(widget.node, 'offsetWidth', { configurable: true, value: width });
  const show = async () => {
    Object.defineProperty(panel, 'isVisible', { configurable: true, value: true });
    MessageLoop.sendMessage(panel, Widget.ResizeMessage.UnknownSize);
    await new Promise(resolve => requestAnimationFrame(resolve));
  };
  const sizes = () => window.relativeSizes().map(each => Math.round(each * window.node.offsetWidth));

  /** A window of JupyterLab: left area, notebooks, right area. */
  const make = (...widths: number[]) => {
    window = new SplitPanel();
    const [left, main, right] = widths.map(() => new Widget());
    [left, main].forEach(each => window.addWidget(each));
    panel = right;
    window.addWidget(panel);
    [left, main, right].forEach((each, index) => hasWidth(each, widths[index]));
    hasWidth(window, widths[0] + widths[1] + widths[2]);
    window.setRelativeSizes(widths);
  };

  it('widens the panel when it is shown for the first time, and never again', async () => {
    const memory = new StateDB();
    make(270, 680, 250);
    await widenOnFirstShow(panel, memory);
    await show();
    expect(sizes()).toEqual([270, 610, START_WIDTH]);
    make(270, 680, 250);
    await widenOnFirstShow(panel, memory);
    await show();
    expect(sizes()).toEqual([270, 680, 250]);
  });

  it('leaves a panel alone that is wider, in a small window, or open already', async () => {
    make(270, 530, 400);
    await widenOnFirstShow(panel, null);
    await show();
    expect(sizes()).toEqual([270, 530, 400]);
    make(250, 140, 250);
    await widenOnFirstShow(panel, null);
    await show();
    expect(sizes()).toEqual([250, 140, 250]);
    make(270, 680, 250);
    await show();
    const memory = new StateDB();
    await widenOnFirstShow(panel, memory);
    await show();
    expect(sizes()).toEqual([270, 680, 250]);
  });
});
