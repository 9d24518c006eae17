package io.freshet.adapter.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The native halves of runtime and tokenizer, unpacked from the class path into a folder of ours
/// before either loads.
///
/// Left alone, the runtime unpacks 20 MB into the temporary folder at every start and leaves them
/// there when the process is killed; the tokenizer unpacks into the home folder, asks the network
/// for another build where it sees a GPU, and reports its use where it sees a certain cloud. A
/// property that is set already is somebody's wish and stays.
final class NativeLibraries {
    private static final String RUNTIME_FOLDER = "onnxruntime.native.path";

    /// May name the folder too, but then a machine without a GPU runs into the vendor's null check.
    private static final String TOKENIZER_FILE = "RUST_LIBRARY_PATH";

    private static final String OFFLINE = "ai.djl.offline";
    private static final String UNREPORTED = "OPT_OUT_TRACKING";

    /// The tokenizer looks for a GPU through JNA, which would unpack into the home folder.
    private static final String JNA_FOLDER = "jna.tmpdir";

    private static final List<String> WINDOWS_COMPANIONS =
            List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll");

    private NativeLibraries() {}

    /// Once for the process: what is loaded stays loaded, whatever folder a later call names.
    static synchronized void prepare(Path folder) throws IOException {
        setUnlessSet(OFFLINE, "true");
        setUnlessSet(UNREPORTED, "true");
        setUnlessSet(JNA_FOLDER, folder.toString());
        String system = system();
        String processor = processor();
        if (System.getProperty(RUNTIME_FOLDER) == null) {
            String from = "/ai/onnxruntime/native/" + system + "-" + shortName(processor) + "/";
            unpack(from, List.of(library("onnxruntime"), library("onnxruntime4j_jni")), folder);
            System.setProperty(RUNTIME_FOLDER, folder.toString());
        }
        if (System.getProperty(TOKENIZER_FILE) == null && System.getenv(TOKENIZER_FILE) == null) {
            String from = "/native/lib/" + system + "-" + processor + "/cpu/";
            unpack(from, List.of(library("tokenizers")), folder);
            if (system.equals("win")) {
                unpack(from, WINDOWS_COMPANIONS, folder);
            }
            System.setProperty(TOKENIZER_FILE, folder.resolve(library("tokenizers")).toString());
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return "osx";
        }
        return name.startsWith("win") ? "win" : "linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private static String shortName(String processor) {
        return processor.equals("x86_64") ? "x64" : processor;
    }

    /// On macOS the JVM's own name for it is the vendors' too.
    private static String library(String name) {
        return System.mapLibraryName(name);
    }

    /// Compared byte by byte with what is there, since a file that a power failure emptied would
    /// never load again; replaced in one step, since another process may have it loaded.
    private static void unpack(String from, List<String> names, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : names) {
            byte[] content = resource(from + name);
            Path target = folder.resolve(name);
            if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), content)) {
                continue;
            }
            Path unpacked = Files.createTempFile(folder, name, ".part");
            Files.write(unpacked, content);
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// A whole file of the class path.
    static byte[] resource(String path) throws IOException {
        try (InputStream stream = NativeLibraries.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IOException("not on the class path, or not for this machine: " + path);
            }
            return stream.readAllBytes();
        }
    }
}
