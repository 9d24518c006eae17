package io.freshet.benchmarks.running;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/// The most that this process's heap has held. Safe for any thread.
public final class Heap {
    private final Set<String> pools =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .map(MemoryPoolMXBean::getName)
                    .collect(Collectors.toSet());
    private final AtomicLong afterCollection = new AtomicLong();
    private final AtomicLong beforeCollection = new AtomicLong();

    private Heap() {}

    public static Heap watched() {
        Heap heap = new Heap();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, _) -> heap.take(notification.getUserData()), null, null);
            }
        }
        return heap;
    }

    private void take(Object data) {
        var collection = GarbageCollectionNotificationInfo.from((CompositeData) data).getGcInfo();
        beforeCollection.accumulateAndGet(used(collection.getMemoryUsageBeforeGc()), Math::max);
        afterCollection.accumulateAndGet(used(collection.getMemoryUsageAfterGc()), Math::max);
    }

    private long used(Map<String, MemoryUsage> usage) {
        return usage.entrySet().stream()
                .filter(pool -> pools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /// What was still held after a collection, garbage of older objects included.
    public long keptMax() {
        return afterCollection.get();
    }

    /// With garbage.
    public long usedMax() {
        long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return Math.max(now, beforeCollection.get());
    }
}
