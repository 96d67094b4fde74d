/*
 * Codes or decodes one bilevel page again and again with libtiff, in memory, and prints the milliseconds of each time.
 *
 *   libtiff-peer encode|decode mh|mr|mmr PAGE WIDTH HEIGHT TIMES
 *
 * PAGE is a file of packed rows, 1 = black, most significant bit first. One strip, K = 4 for mr, FillOrder 1.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tiffio.h>

struct memory {
  uint8_t *octets;
  size_t room, length, at;
};

static tmsize_t read_memory(thandle_t handle, void *into, tmsize_t wanted) {
  struct memory *file = (struct memory *)handle;
  size_t left = file->at < file->length ? file->length - file->at : 0;
  size_t count = (size_t)wanted < left ? (size_t)wanted : left;
  memcpy(into, file->octets + file->at, count);
  file->at += count;
  return (tmsize_t)count;
}

static tmsize_t write_memory(thandle_t handle, void *from, tmsize_t count) {
  struct memory *file = (struct memory *)handle;
  if (file->at + (size_t)count > file->room) return -1;
  memcpy(file->octets + file->at, from, (size_t)count);
  file->at += (size_t)count;
  if (file->at > file->length) file->length = file->at;
  return count;
}

static toff_t seek_memory(thandle_t handle, toff_t offset, int whence) {
  struct memory *file = (struct memory *)handle;
  if (whence == SEEK_SET) file->at = offset;
  else if (whence == SEEK_CUR) file->at += offset;
  else file->at = file->length + offset;
  return file->at;
}

static int close_memory(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_memory(thandle_t handle) { return ((struct memory *)handle)->length; }

/* As a program would that has the file in memory: strips are read where they lie. */
static int map_memory(thandle_t handle, void **base, toff_t *size) {
  struct memory *file = (struct memory *)handle;
  *base = file->octets;
  *size = file->length;
  return 1;
}

static void unmap_memory(thandle_t handle, void *base, toff_t size) {
  (void)handle;
  (void)base;
  (void)size;
}

static TIFF *open_memory(struct memory *file, const char *mode) {
  file->at = 0;
  if (mode[0] == 'w') file->length = 0;
  return TIFFClientOpen("page", mode, (thandle_t)file, read_memory, write_memory, seek_memory, close_memory, size_memory,
                        map_memory, unmap_memory);
}

static int fail(const char *what) {
  fprintf(stderr, "libtiff-peer: %s\n", what);
  return 2;
}

static int encode(struct memory *file, const char *coding, uint8_t *pels, size_t octets, uint32_t width, uint32_t height) {
  TIFF *tiff = open_memory(file, "w");
  int done;
  if (tiff == NULL) return 0;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  TIFFSetField(tiff, TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 196.0);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, strcmp(coding, "mmr") == 0 ? COMPRESSION_CCITTFAX4 : COMPRESSION_CCITTFAX3);
  if (strcmp(coding, "mmr") != 0) {
    TIFFSetField(tiff, TIFFTAG_GROUP3OPTIONS, strcmp(coding, "mr") == 0 ? GROUP3OPT_2DENCODING : 0);
  }
  done = TIFFWriteEncodedStrip(tiff, 0, pels, (tmsize_t)octets) == (tmsize_t)octets;
  TIFFClose(tiff);
  return done;
}

static int decode(struct memory *file, uint8_t *pels, size_t octets) {
  TIFF *tiff = open_memory(file, "r");
  int done;
  if (tiff == NULL) return 0;
  done = TIFFReadEncodedStrip(tiff, 0, pels, (tmsize_t)octets) == (tmsize_t)octets;
  TIFFClose(tiff);
  return done;
}

int main(int count, char **words) {
  struct memory file;
  struct timespec begun, ended;
  uint8_t *pels, *decoded;
  uint32_t width, height;
  size_t octets;
  FILE *page;
  int times, i, decoding;

  if (count != 7) return fail("usage: libtiff-peer encode|decode mh|mr|mmr PAGE WIDTH HEIGHT TIMES");
  decoding = strcmp(words[1], "decode") == 0;
  width = (uint32_t)strtoul(words[4], NULL, 10);
  height = (uint32_t)strtoul(words[5], NULL, 10);
  times = atoi(words[6]);
  octets = (size_t)((width + 7) / 8) * height;
  file.room = octets * 8 + 65536;
  file.octets = malloc(file.room);
  file.length = file.at = 0;
  pels = malloc(octets);
  decoded = malloc(octets);
  page = fopen(words[3], "rb");
  if (file.octets == NULL || pels == NULL || decoded == NULL) return fail("no memory");
  if (page == NULL || fread(pels, 1, octets, page) != octets) return fail("the page has fewer octets than its size asks for");
  fclose(page);
  if (!encode(&file, words[2], pels, octets, width, height)) return fail("libtiff did not code the page");
  for (i = 0; i < times; i += 1) {
    int done;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    done = decoding ? decode(&file, decoded, octets) : encode(&file, words[2], pels, octets, width, height);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    if (!done) return fail("libtiff gave up");
    printf("%.4f\n", (double)(ended.tv_sec - begun.tv_sec) * 1e3 + (double)(ended.tv_nsec - begun.tv_nsec) / 1e6);
  }
  if (decoding && memcmp(pels, decoded, octets) != 0) return fail("the decoded page is another one");
  return 0;
}
