package io.github.multigpumnist.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Every reader of foreign bytes, made to read some: each must end well or with an IOException that
 * names the file, whatever the bytes are.
 */
enum Parsers {
  IDX {
    @Override
    void read(Path file) throws IOException {
      IdxFile.read(file);
    }

    @Override
    byte[] valid(Path file) throws IOException {
      IdxFile.write(file, new IdxArray(new int[] {2, 3, 4}, new byte[24]));
      return Files.readAllBytes(file);
    }
  },
  IDX_GZIP {
    @Override
    void read(Path file) throws IOException {
      IdxFile.read(file);
    }

    @Override
    byte[] valid(Path file) throws IOException {
      return Gzip.of(IDX.valid(file));
    }
  },
  CIFAR10 {
    @Override
    void read(Path file) throws IOException {
      Cifar10File.read(file);
    }

    @Override
    byte[] valid(Path file) {
      return new byte[3073];
    }
  },
  TF_RECORD {
    @Override
    void read(Path file) throws IOException {
      TfRecordFile.count(file);
      TfRecordFile.read(file, bytes -> {});
    }

    @Override
    byte[] valid(Path file) throws IOException {
      TfRecordFile.write(
          file,
          records -> {
            for (int i = 0; i < 4; i++) {
              records.accept(new byte[10 * i]);
            }
          });
      return Files.readAllBytes(file);
    }
  },
  TF_RECORD_GZIP {
    @Override
    void read(Path file) throws IOException {
      TF_RECORD.read(file);
    }

    @Override
    byte[] valid(Path file) throws IOException {
      return Gzip.of(TF_RECORD.valid(file));
    }
  },
  EXAMPLE {
    @Override
    void read(Path file) throws IOException {
      try {
        ImageExample.parse(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new IOException(file + ": " + e.getMessage(), e); // as TfRecordFile does for it
      }
    }

    @Override
    byte[] valid(Path file) {
      return new ImageExample(2, 3, 1, 4, new byte[6]).serialize();
    }
  };

  abstract void read(Path file) throws IOException;

  /** Bytes that are read without fault; {@code file} may be used to make them. */
  abstract byte[] valid(Path file) throws IOException;

  /** Reads any bytes; only a fault that names the file is let pass. */
  void accept(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", null);
    try {
      Files.write(file, bytes);
      read(file);
    } catch (IOException e) {
      if (!e.getMessage().startsWith(file.toString())) {
        throw new AssertionError("the file is not named: " + e.getMessage(), e);
      }
    } finally {
      Files.delete(file);
    }
  }
}
