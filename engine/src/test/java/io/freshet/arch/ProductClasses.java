package io.freshet.arch;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import io.freshet.Check;

/// The engine's own classes, wherever the build has put them, and no tests.
public final class ProductClasses implements ImportOption {
    private static final String PLACE =
            Check.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    @Override
    public boolean includes(Location location) {
        return location.contains(PLACE);
    }
}
