/** What a person cannot read on a page, found in the page itself. */
import type { Page } from 'playwright-core';

/**
 * Texts that are cut off without an ellipsis, lie under something else, or stand outside the window, and what scrolls sideways. What is scrolled out
 * of sight, what ends in an ellipsis on purpose and what a sticky head covers is left out: those are how a list works.
 */
export const unreadableTexts = (page: Page): Promise<readonly string[]> => page.evaluate(findUnreadable);

/** Runs inside the page: it must stay one function without outer names. */
function findUnreadable(): readonly string[] {
  const withParents = (element: Element): Element[] =>
    element.parentElement ? [element, ...withParents(element.parentElement)] : [element];
  const leaves = (box: DOMRect, frame: { left: number; top: number; right: number; bottom: number }): boolean =>
    box.right > frame.right + 1 ||
    box.bottom > frame.bottom + 1 ||
    box.left < frame.left - 1 ||
    box.top < frame.top - 1;
  const overflow = (element: Element): string => {
    const { overflowX, overflowY } = getComputedStyle(element);
    return `${overflowX} ${overflowY}`;
  };
  const onPurpose = (frame: Element): boolean => {
    const { textOverflow, clipPath, flexWrap } = getComputedStyle(frame);
    // An ellipsis, a text for the ear alone, a line that leaves out whole entries.
    return (
      /auto|scroll/.test(overflow(frame)) || textOverflow === 'ellipsis' || clipPath !== 'none' || flexWrap === 'wrap'
    );
  };
  const cutBy = (element: Element, box: DOMRect): Element | undefined =>
    withParents(element).find(
      (each) => /hidden|clip|auto|scroll/.test(overflow(each)) && leaves(box, each.getBoundingClientRect()),
    );
  const coverOf = (element: Element, box: DOMRect): Element | undefined => {
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (top === null || element.contains(top) || top.contains(element)) return undefined;
    return withParents(top).some((each) => getComputedStyle(each).position === 'sticky') ? undefined : top;
  };
  const judge = (text: string, element: Element, box: DOMRect): string | undefined => {
    const frame = cutBy(element, box);
    if (frame) return onPurpose(frame) ? undefined : `cut off: ${text}`;
    if (leaves(box, { left: 0, top: 0, right: innerWidth, bottom: innerHeight })) return `outside: ${text}`;
    const cover = coverOf(element, box);
    return cover && `under ${cover.tagName} ${cover.className}: ${text}`;
  };
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const sideways = (element: Element): string | undefined => {
    if (!/auto|scroll/.test(getComputedStyle(element).overflowX) || element.scrollWidth <= element.clientWidth)
      return undefined;
    const edge = element.getBoundingClientRect().left + element.clientWidth;
    const wide = [...element.querySelectorAll('*')].findLast((each) => each.getBoundingClientRect().right > edge);
    return `scrolls sideways: ${element.className}, for ${wide?.tagName} ${wide?.className}`;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set([...document.querySelectorAll('*')].flatMap((element) => sideways(element) ?? []));
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const [text, element] = [node.textContent?.trim() ?? '', node.parentElement];
    if (text === '' || element === null || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const problem = box.width < 1 || box.height < 1 ? undefined : judge(text, element, box);
      if (problem) found.add(problem);
    }
  }
  return [...found];
}
