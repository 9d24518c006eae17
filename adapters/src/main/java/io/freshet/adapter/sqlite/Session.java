package io.freshet.adapter.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection with its prepared statements, as a transaction sees it. Confined to the thread that
/// runs the transaction.
///
/// Parameters are Long, Integer, String, byte[] or null. A statement must not be run again while
/// the rows of the same text are still being read.
final class Session implements AutoCloseable {
    private static final int STATEMENTS_MAX = 128;

    private final Connection connection;
    private final LinkedHashMap<String, PreparedStatement> statements =
            new LinkedHashMap<>(64, 0.75f, true);

    Session(Connection connection) {
        this.connection = connection;
    }

    /// Reads one row into a value.
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// @return the number of rows changed
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return run(sql, parameters, PreparedStatement::executeUpdate);
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        return run(
                sql,
                parameters,
                statement -> {
                    List<T> values = new ArrayList<>();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            values.add(row.read(rows));
                        }
                    }
                    return values;
                });
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        return run(
                sql,
                parameters,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
                    }
                });
    }

    /// The first column of the first row, which there must be; 0 where it is NULL.
    long number(String sql, @Nullable Object... parameters) throws SQLException {
        return first(sql, row -> row.getLong(1), parameters).orElseThrow();
    }

    /// Statements without parameters that yield nothing, one or several.
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private interface Execution<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /// A statement that failed is not kept: after some failures the driver has closed it, and says
    /// so only when it is used again.
    private <T> T run(String sql, @Nullable Object[] parameters, Execution<T> execution)
            throws SQLException {
        try {
            return execution.of(bound(sql, parameters));
        } catch (SQLException e) {
            forget(sql, e);
            throw e;
        }
    }

    private void forget(String sql, SQLException failure) {
        try (PreparedStatement _ = statements.remove(sql)) {
            return;
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case null -> statement.setObject(i + 1, null);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Object other ->
                        throw new IllegalArgumentException(
                                "no SQL parameter; type=" + other.getClass().getName());
            }
        }
        return statement;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        if (statements.size() == STATEMENTS_MAX) {
            statements.pollFirstEntry().getValue().close();
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
