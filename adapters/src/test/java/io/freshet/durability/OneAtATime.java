package io.freshet.durability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one call to any port run at a time, so that a copy of a running engine's directory shows
/// one moment, as a killed process leaves it, and not the middle of a write beside the end of
/// another. Safe for any thread.
final class OneAtATime implements DiskAdapters.Wrap {
    private final ReentrantLock alone = new ReentrantLock();

    @Override
    public <T> T of(Class<T> port, T real) {
        InvocationHandler handler = (_, method, arguments) -> call(real, method, arguments);
        Class<?>[] shown = {port};
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), shown, handler));
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
        alone.lock();
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            alone.unlock();
        }
    }

    /// Looks at something while no call is under way.
    <T> T alone(Supplier<T> look) {
        alone.lock();
        try {
            return look.get();
        } finally {
            alone.unlock();
        }
    }

    /// Copies a directory while no call is under way.
    void copy(Path from, Path to) {
        alone.lock();
        try {
            copyStill(from, to);
        } finally {
            alone.unlock();
        }
    }

    /// Copies a directory in which nobody writes, but for Lucene's own threads: what they remove
    /// meanwhile no commit refers to.
    static void copyStill(Path from, Path to) {
        try {
            Files.walkFileTree(from, new Copying(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Copying(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        private Path target(Path source) {
            return to.resolve(from.relativize(source).toString());
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes as)
                throws IOException {
            Files.createDirectories(target(directory));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes as) throws IOException {
            try {
                Files.copy(file, target(file));
                return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException && file.toString().contains("lucene")) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }
}
