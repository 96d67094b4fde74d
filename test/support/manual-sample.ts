/** "Capability contents sample", manual page 472, with its reply codes, misprints and indents as printed. */
export const MANUAL_SAMPLE = [
  '250-<june@panasonic.com> recipient ok',
  '250-(&(image-file-structure=TIFF-minimal)',
  '250-  (MRC-mode=0)',
  '250-  (color=Binary)',
  '250-  (|(&(dpi=204)',
  '250-     (dpi-xyratio=[204/98,204/196]) )',
  '250-   (&(dpi=200)',
  '250-     (dpi-xyratio=[200/100,1]) )',
  '250-   (&(dpi=400)',
  '250-     (dpi-xyratio=1) ) )',
  '250- (|(image-coding=[MH,MR,MMR])',
  '250-   (&(imagecoding=JBIG)',
  '250-     (image-coding-constraint=JBIG-T85)',
  '250-     (JBIG-stripe-size=128) ) )',
  '250-   (size-x<=2150/254)',
  '250-   (paper-size=[letter,A4,B4]) )',
  '250  (ua-media=stationery) )',
];

/** RFC 4141 9.2. */
export const RFC_4141_SAMPLE = [
  '250-<June@some.example.com> recipient ok',
  '250-CONNEG (&(image-file-structure=TIFF-minimal)',
  '250-CONNEG   (MRC-mode=0)',
  '250-CONNEG   (color=Binary)',
  '250-CONNEG   (|(&(dpi=204)',
  '250-CONNEG       (dpi-xyratio=[204/98,204/196]) )',
  '250-CONNEG     (&(dpi=200)',
  '250-CONNEG       (dpi-xyratio=[200/100,1]) ) )',
  '250-CONNEG   (image-coding=[MH,MR,MMR])',
  '250-CONNEG   (size-x<=2150/254)',
  '250-CONNEG   (paper-size=[letter,A4])',
  '250 CONNEG   (ua-media=stationery) )',
];
