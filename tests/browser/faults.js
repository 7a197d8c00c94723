// What of an explorer is cut off, sticks out of it or lies on something else.
(explorer) => {
    const parts = [...explorer.querySelectorAll(
        `label:not(.xent-one-of label, :has(input)), output, button, select, progress,
        input:not(.xent-one-of input), .xent-one-of-name, .xent-one-of-options span,
        .xent-readout, .xent-status, .xent-wide-picture`
    )].filter((one) => one.getClientRects().length && !one.closest('.xent-heard, [hidden]'));
    const name = (one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 30)}`;
    const boxes = parts.map((one) => one.getBoundingClientRect());
    const page = explorer.getBoundingClientRect();
    const right = Math.min(page.right, innerWidth);
    const found = [];
    parts.forEach((one, i) => {
        const a = boxes[i];
        if (a.left < page.left - 1 || a.right > right + 1) found.push(`sticks out: ${name(one)}`);
        // A picture may scroll, and a number box as well.
        const hides = getComputedStyle(one).overflowX !== 'visible';
        if (hides && one.matches(':not(.xent-wide-picture, input)'))
            if (one.scrollWidth > one.clientWidth + 1) found.push(`cut off: ${name(one)}`);
        parts.slice(0, i).forEach((other, j) => {
            if (one.contains(other) || other.contains(one)) return;
            const b = boxes[j];
            const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (w > 1 && h > 1) found.push(`overlap: ${name(one)} and ${name(other)}`);
        });
    });
    return found;
}
